import { lakeKeyName } from '@/lib/lake/lake-key-name'

/** Text as SQL has it. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`
/** The name of a column or table as SQL has it. */
export const named = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** In SQL, the rows of these encrypted files; the key must have been told. */
export const readFiles = (files: string[]): string => `read_parquet([${files.map(quoted).join(', ')}], encryption_config = {footer_key: '${lakeKeyName}'})`
