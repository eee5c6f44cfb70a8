export const readOn = '2026-11-26'

/** Where a statement about somebody else's product comes from; every one was read on `readOn`. */
export const sources = {
  'databricks-architecture': { title: 'Databricks: high-level architecture', url: 'https://docs.databricks.com/getting-started/overview.html' },
  'databricks-real-time': { title: 'Databricks: real-time mode in Structured Streaming', url: 'https://docs.databricks.com/gcp/en/structured-streaming/real-time' },
  'databricks-triggers': { title: 'Azure Databricks: Structured Streaming trigger intervals', url: 'https://learn.microsoft.com/azure/databricks/structured-streaming/triggers' },
  'databricks-filters': { title: 'Databricks: row filters and column masks', url: 'https://docs.databricks.com/en/data-governance/unity-catalog/filters-and-masks/' },
  'databricks-iot': { title: 'Databricks: IoT time series analysis', url: 'https://databricks.com/blog/iot-time-series-analysis' },
  'snowflake-platforms': { title: 'Snowflake: supported cloud platforms', url: 'https://docs.snowflake.com/en/user-guide/intro-cloud-platforms' },
  'snowflake-streaming': { title: 'Snowflake: Snowpipe Streaming', url: 'https://docs.snowflake.com/en/user-guide/snowpipe-streaming/data-load-snowpipe-streaming-overview' },
  'snowflake-alert': { title: 'Snowflake: CREATE ALERT', url: 'https://docs.snowflake.com/en/sql-reference/sql/create-alert' },
} as const

export type SourceId = keyof typeof sources

export interface Statement {
  words: string
  sources?: SourceId[]
}

export interface ComparisonRow {
  question: string
  millrace: Statement
  databricks: Statement
  snowflake: Statement
  yourself: Statement
}

export const comparisonRows: ComparisonRow[] = [
  {
    question: 'What it is for',
    millrace: { words: 'One subject: plants. Lines, shifts, stops, batches, alarms are words of the product.' },
    databricks: { words: 'Any data, any subject: engineering, SQL, machine learning on a lakehouse. Its makers show time series of plants as one use of it.', sources: ['databricks-iot'] },
    snowflake: { words: 'Any data, any subject: a warehouse with applications on it.' },
    yourself: { words: 'What you decide, from open parts such as PostgreSQL, Kafka, Flink, JupyterHub.' },
  },
  {
    question: 'Where it runs',
    millrace: { words: 'One machine in the plant, your servers, or your cloud; the same code.' },
    databricks: { words: 'Control plane in the vendor’s cloud account, compute there or in yours.', sources: ['databricks-architecture'] },
    snowflake: { words: 'Completely on cloud infrastructure, on three clouds.', sources: ['snowflake-platforms'] },
    yourself: { words: 'Wherever you operate it.' },
  },
  {
    question: 'From a reading to an alarm',
    millrace: { words: 'Judged as it is taken, before it is stored. Each alarm keeps its four times; a page shows p50, p95 and p99 of your plant.' },
    databricks: { words: '3 to 5 s by default; real-time mode reaches milliseconds. The rule, the alarm’s life cycle and the screen are yours to build.', sources: ['databricks-triggers', 'databricks-real-time'] },
    snowflake: { words: 'Rows can be queried some 5 s after they were sent; a scheduled alert is evaluated by the minute.', sources: ['snowflake-streaming', 'snowflake-alert'] },
    yourself: { words: 'As fast as you build it. Losing nothing when a process is killed is the larger part of the work.' },
  },
  {
    question: 'OEE, SPC, ISA-18.2',
    millrace: { words: 'In the product, with the convention behind each figure and published examples recomputed on a page.' },
    databricks: { words: 'Yours to define and to test, in SQL or Python.' },
    snowflake: { words: 'Yours to define and to test, in SQL or Python.' },
    yourself: { words: 'Yours to define and to test.' },
  },
  {
    question: 'Who sees which line',
    millrace: { words: 'Roles on site, area or line, asked on each request; tenants held apart by the database itself.' },
    databricks: { words: 'Row filters and column masks that you write as functions, by table or by tag.', sources: ['databricks-filters'] },
    snowflake: { words: 'Roles and row access policies that you write.' },
    yourself: { words: 'Yours to build.' },
  },
  {
    question: 'When to choose it',
    millrace: { words: 'The plant is the subject, people on the floor are the users, and nobody wants to run a data platform team for it.' },
    databricks: { words: 'Plants are one of many subjects, you have data engineers, and machine learning on everything together is the point.' },
    snowflake: { words: 'Finance, sales and supply chain are there already, and plant figures by the minute are enough.' },
    yourself: { words: 'You need something that no product does, and have people who stay to run it.' },
  },
]

/** Sources in the order in which the table names them first. */
export const citedSources = (): SourceId[] => [
  ...new Set(comparisonRows.flatMap(({ millrace, databricks, snowflake, yourself }) => [millrace, databricks, snowflake, yourself].flatMap(({ sources: own = [] }) => own))),
]
