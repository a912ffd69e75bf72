/** Bars on a canvas, in the page's colours. What they show is said in `label`, and stands in a table beside them. */

import { BarChart, type BarSeriesOption } from 'echarts/charts';
import {
  AriaComponent,
  GridComponent,
  type GridComponentOption,
  TooltipComponent,
  type TooltipComponentOption,
} from 'echarts/components';
import { type ComposeOption, type ECharts, init, use as register } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { type ReactNode, useEffect, useRef } from 'react';

import { type ShownTheme, useShownTheme } from '../../../app/theme.tsx';
import { useText } from '../../../text/context.tsx';
import type { DaySum, Measure } from '../usage-sums.ts';
import styles from './Bars.module.css';

register([BarChart, GridComponent, TooltipComponent, AriaComponent, CanvasRenderer]);

type Option = ComposeOption<BarSeriesOption | GridComponentOption | TooltipComponentOption>;

export interface BarsProps {
  readonly days: readonly DaySum[];
  readonly measure: Measure;
  readonly label: string;
}

export function Bars({ days, measure, label }: BarsProps): ReactNode {
  const text = useText();
  const shown = useShownTheme();
  const reference = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts>(undefined);
  useEffect(() => {
    const element = reference.current;
    if (element === null) return undefined;
    const made = init(element);
    chart.current = made;
    const observer = new ResizeObserver(() => made.resize());
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.dispose();
    };
  }, []);
  const name = text(`usage.${measure}`);
  useEffect(() => {
    chart.current?.setOption(optionOf(days, { measure, name, shown }), true);
  }, [days, measure, name, shown]);
  return <div ref={reference} role="img" aria-label={label} className={styles['bars']} />;
}

interface Look {
  readonly measure: Measure;
  readonly name: string;
  /** The colours are read from the page when this changes. */
  readonly shown: ShownTheme;
}

const COLOURS: Readonly<Record<Measure, string>> = {
  records: '--primary',
  units: '--ok',
  refusals: '--failed',
};

function optionOf(days: readonly DaySum[], { measure, name }: Look): Option {
  const ink = token('--ink-soft');
  const axis = {
    axisLabel: { color: ink },
    axisLine: { lineStyle: { color: token('--line-strong') } },
  };
  return {
    animation: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    grid: { left: 4, right: 8, top: 16, bottom: 4, outerBoundsMode: 'same' },
    // Drawn, not written into the page: the page's policy allows no styles that are.
    tooltip: {
      renderMode: 'richText',
      trigger: 'axis',
      axisPointer: { type: 'shadow' },
      backgroundColor: token('--surface'),
      borderColor: token('--line-strong'),
      textStyle: { color: token('--ink') },
    },
    xAxis: { type: 'category', data: days.map(({ day }) => day), ...axis },
    yAxis: {
      type: 'value',
      minInterval: 1,
      splitLine: { lineStyle: { color: token('--line') } },
      ...axis,
    },
    series: [
      {
        type: 'bar',
        name,
        data: days.map((day) => day[measure]),
        barMaxWidth: 40,
        itemStyle: { color: token(COLOURS[measure]), borderRadius: [3, 3, 0, 0] },
      },
    ],
  };
}

function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
