/** Where the files of imports lie in the tenant's object space. */
export const importsFolder = 'imports/'

/** What a person can take along of an import: what they sent, what was refused, and what was read. */
export const importFiles = ['upload', 'refused', 'readings'] as const
export type ImportFile = (typeof importFiles)[number]

export function importPath({ id, name, kind = 'readings' }: { id: string; name: string; kind?: string }, file: ImportFile): string {
  const folder = `${importsFolder}${id}`
  if (file === 'upload') return `${folder}/${name}`
  // In a folder of their own: an upload may have their name.
  return `${folder}/made/${file === 'refused' ? 'refused-rows.csv' : kind === 'readings' ? 'readings.parquet' : 'events.json'}`
}
