import { installDuckDbExtension } from './install-extension'

/** The extension whose OpenSSL writes encrypted Parquet: DuckDB itself only reads it. @returns its file. @throws why not. */
export const installLakeCrypto = (): Promise<string> => installDuckDbExtension('httpfs')
