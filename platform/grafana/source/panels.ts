import { DashboardBuilder, type DataSourceRef, type Panel } from '@grafana/grafana-foundation-sdk/dashboard'
import { PanelBuilder as LogsBuilder } from '@grafana/grafana-foundation-sdk/logs'
import { DataqueryBuilder as LokiQuery } from '@grafana/grafana-foundation-sdk/loki'
import { DataqueryBuilder as PromQuery } from '@grafana/grafana-foundation-sdk/prometheus'
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat'
import { PanelBuilder as TableBuilder } from '@grafana/grafana-foundation-sdk/table'
import { PanelBuilder as SeriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries'
import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog'

/** The sources of platform/grafana/provisioning/datasources. */
export const prometheus: DataSourceRef = { type: 'prometheus', uid: 'millrace-prometheus' }
export const postgres: DataSourceRef = { type: 'grafana-postgresql-datasource', uid: 'millrace-postgres' }
export const loki: DataSourceRef = { type: 'loki', uid: 'millrace-loki' }

/** A question in PromQL, and what its lines are called. */
export type Series = [expr: string, legend: string]

interface Drawn {
  title: string
  /** What it tells, and from which value on somebody should act. */
  about: string
  /** In Grafana's words: `s`, `bytes`, `percentunit`, `reqps`, `short`. */
  unit?: string
}

const promQueries = (series: Series[], instant = false) =>
  series.map(([expr, legend], i) => {
    const query = new PromQuery().expr(expr).legendFormat(legend).refId(String.fromCharCode(65 + i)).datasource(prometheus)
    return instant ? query.instant() : query.range()
  })

export const lines = ({ title, about, unit = 'short' }: Drawn, ...series: Series[]) =>
  new SeriesBuilder().title(title).description(about).unit(unit).datasource(prometheus).min(0).fillOpacity(8).span(12).height(8).targets(promQueries(series))

export const figure = ({ title, about, unit = 'short' }: Drawn, ...series: Series[]) =>
  new StatBuilder().title(title).description(about).unit(unit).datasource(prometheus).noValue('no data').span(6).height(5).targets(promQueries(series, true))

/** PostgreSQL has no builder in the SDK: the query is plain, in the shape that its data source keeps. */
interface SqlQuery extends Dataquery {
  refId: string
  datasource: DataSourceRef
  rawSql: string
  rawQuery: true
  editorMode: 'code'
  format: 'table'
}

const sqlQuery = (rawSql: string): Builder<Dataquery> => ({
  build: () => ({ _implementsDataqueryVariant: () => undefined, refId: 'A', datasource: postgres, rawSql, rawQuery: true, editorMode: 'code', format: 'table' }) satisfies SqlQuery,
})

export const table = ({ title, about }: Drawn, rawSql: string) => new TableBuilder().title(title).description(about).datasource(postgres).span(12).height(9).withTarget(sqlQuery(rawSql))

export const logLines = ({ title, about }: Drawn, expr: string) =>
  new LogsBuilder().title(title).description(about).datasource(loki).span(24).height(14).showTime(true).wrapLogMessage(true).withTarget(new LokiQuery().expr(expr).refId('A').datasource(loki).maxLines(500))

export const logCounts = ({ title, about, unit = 'short' }: Drawn, expr: string, legend: string) =>
  new SeriesBuilder().title(title).description(about).unit(unit).datasource(loki).min(0).span(24).height(7).withTarget(new LokiQuery().expr(expr).legendFormat(legend).refId('A').datasource(loki))

/** One dashboard of the set: read-only, with the browser's time zone, found by its tag. */
export const dashboard = (uid: string, title: string, about: string, panels: Builder<Panel>[]) => {
  const made = new DashboardBuilder(title).uid(uid).description(about).tags(['millrace']).timezone('browser').readonly().refresh('1m').time({ from: 'now-6h', to: 'now' })
  for (const panel of panels) made.withPanel(panel)
  return made
}
