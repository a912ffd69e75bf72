/** Many files, or whole folders, to be recorded. */

import { type ReactNode, useState } from 'react';

import { useText } from '../../../text/context.tsx';
import { Banner } from '../../../ui/Banner.tsx';
import { FileButton } from '../../../ui/FileButton.tsx';
import { chosenFiles, type Dropped } from '../../../ui/dropped.ts';
import { FileTarget } from '../../../ui/FileTarget.tsx';
import { FILES_MAX } from '../handed-over.ts';
import { uploads } from '../uploads.ts';

const DROP = { isDeep: true, filesMax: FILES_MAX } as const;

export function FilesSource({ isSmall = false }: { readonly isSmall?: boolean }): ReactNode {
  const text = useText();
  const [last, setLast] = useState<Dropped>();
  const take = (dropped: Dropped): void => {
    setLast(dropped);
    const count = dropped.files.length;
    if (count > 0) {
      const title = count === 1 ? dropped.files[0]?.name : text('batches.filesTitle', { count });
      void uploads.beginFiles(dropped.files, title ?? '');
    }
  };
  return (
    <>
      <FileTarget
        title={text('batches.drop')}
        choose={text('batches.chooseFiles')}
        onDropped={take}
        options={DROP}
        isSmall={isSmall}
        help={text('batches.dropHelp', { max: FILES_MAX })}
      >
        <FileButton
          label={text('batches.chooseFolder')}
          kind="folder"
          onFiles={(files) => take(chosenFiles(files, DROP))}
        />
      </FileTarget>
      {last?.isCut === true && (
        <Banner tone="attention">{text('batches.cut', { max: FILES_MAX })}</Banner>
      )}
      {last?.folders[0] !== undefined && (
        <Banner tone="attention">
          {text('batches.notLookedInto', { count: last.folders.length, name: last.folders[0] })}
        </Banner>
      )}
    </>
  );
}
