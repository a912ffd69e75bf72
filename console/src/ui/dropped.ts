/**
 * What was let go on a page: files as they are, folders by name, and, where they are wanted, the files in them with their path. A folder
 * looks like a file of a few bytes until it is read, so it is told apart here.
 */

export interface NamedFile {
  /** With its folders, when it came out of one. */
  readonly name: string;
  readonly file: File;
}

export interface Dropped {
  readonly files: readonly NamedFile[];
  /** Folders that were not looked into. */
  readonly folders: readonly string[];
  /** Whether there were more files than are taken. */
  readonly isCut: boolean;
}

export interface DropOptions {
  readonly isDeep: boolean;
  readonly filesMax: number;
}

/** Reads what a drop carries. Must be called in the event itself: afterwards the browser lets go of it. */
export function readDropped(transfer: DataTransfer, options: DropOptions): Promise<Dropped> {
  const entries = [...transfer.items]
    .map((item) => item.webkitGetAsEntry())
    .filter((entry) => entry !== null);
  const plain = [...transfer.files].map((file) => ({ name: file.name, file }));
  if (entries.length === 0) return Promise.resolve(cut(plain, options));
  const folders = entries.filter(({ isDirectory }) => isDirectory).map(({ name }) => name);
  if (!options.isDeep || folders.length === 0) {
    const files = plain.filter(({ name }) => !folders.includes(name));
    return Promise.resolve({ ...cut(files, options), folders });
  }
  return walked(entries, options);
}

/** Of a field for files: with their path, when a whole folder was chosen. */
export function chosenFiles(files: readonly File[], options: DropOptions): Dropped {
  const named = files.map((file) => ({
    name: file.webkitRelativePath === '' ? file.name : file.webkitRelativePath,
    file,
  }));
  return cut(inOrder(named), options);
}

function cut(files: readonly NamedFile[], { filesMax }: DropOptions): Dropped {
  return { files: files.slice(0, filesMax), folders: [], isCut: files.length > filesMax };
}

async function walked(
  entries: readonly FileSystemEntry[],
  { filesMax }: DropOptions,
): Promise<Dropped> {
  const files: NamedFile[] = [];
  const folders: string[] = [];
  const open = [...entries].reverse();
  for (
    let entry = open.pop();
    entry !== undefined && files.length <= filesMax;
    entry = open.pop()
  ) {
    try {
      if (isFolder(entry)) open.push(...(await childrenOf(entry)).toReversed());
      else files.push(await fileOf(entry as FileSystemFileEntry));
    } catch {
      // It cannot be looked into (no right to, or gone): named, so that nobody believes it was recorded.
      folders.push(pathOf(entry));
    }
  }
  return { files: inOrder(files).slice(0, filesMax), folders, isCut: files.length > filesMax };
}

/** Folders give their files in any order; people number them. */
function inOrder(files: readonly NamedFile[]): readonly NamedFile[] {
  const { compare } = new Intl.Collator(undefined, { numeric: true });
  return files.toSorted((a, b) => compare(a.name, b.name));
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

/** A folder gives its entries in portions, an empty one at the end. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader();
  const children: FileSystemEntry[] = [];
  for (;;) {
    const portion = await new Promise<readonly FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (portion.length === 0) return children;
    children.push(...portion);
  }
}

async function fileOf(entry: FileSystemFileEntry): Promise<NamedFile> {
  const file = await new Promise<File>((resolve, reject) => {
    entry.file(resolve, reject);
  });
  return { name: pathOf(entry), file };
}

function pathOf({ fullPath }: FileSystemEntry): string {
  return fullPath.replace(/^\//, '');
}
