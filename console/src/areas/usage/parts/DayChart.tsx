/** Usage per day as bars, of one measure at a time. The library that draws is loaded with the first chart. */

import { lazy, type ReactNode, Suspense, useState } from 'react';

import { useText } from '../../../text/context.tsx';
import { Section } from '../../../ui/Page.tsx';
import { Loading } from '../../../ui/States.tsx';
import { byDay, type Measure, MEASURES, peakOf, sumOf, type UsageRow } from '../usage-sums.ts';
import styles from './DayChart.module.css';

const Bars = lazy(async () => ({ default: (await import('./Bars.tsx')).Bars }));

export function DayChart({ rows }: { readonly rows: readonly UsageRow[] }): ReactNode {
  const text = useText();
  const [measure, setMeasure] = useState<Measure>('records');
  const days = byDay(rows);
  const peak = peakOf(days, measure);
  const label = text('usage.chartLabel', {
    measure: text(`usage.${measure}`),
    from: days[0]?.day ?? '',
    to: days.at(-1)?.day ?? '',
    sum: sumOf(days)[measure],
    peakDay: peak?.day ?? '',
    peak: peak?.[measure] ?? 0,
  });
  return (
    <Section
      title={text('usage.chart')}
      actions={<MeasureChoice measure={measure} onChoose={setMeasure} />}
    >
      <Suspense fallback={<Loading rows={6} />}>
        <Bars days={days} measure={measure} label={label} />
      </Suspense>
      <p className={styles['help']}>{text('usage.unitsHelp')}</p>
    </Section>
  );
}

interface MeasureChoiceProps {
  readonly measure: Measure;
  readonly onChoose: (measure: Measure) => void;
}

function MeasureChoice({ measure, onChoose }: MeasureChoiceProps): ReactNode {
  const text = useText();
  return (
    <fieldset className={styles['choice']}>
      <legend className="visually-hidden">{text('usage.measure')}</legend>
      {MEASURES.map((one) => (
        <label key={one}>
          <input
            type="radio"
            name="measure"
            checked={one === measure}
            onChange={() => onChoose(one)}
          />
          {text(`usage.${one}`)}
        </label>
      ))}
    </fieldset>
  );
}
