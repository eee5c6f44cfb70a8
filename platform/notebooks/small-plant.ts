import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'

export interface SmallPlant {
  /** Subgroup size; 0: a plant that measures no characteristic. */
  subgroupSize: number
  quantity: 'vibration' | 'pressure'
  timeType: 'timestamp' | 'timestamptz'
  equipmentKnown: boolean
}

const start = `timestamp '2026-03-01 00:00:00'`

/** Thirty days of a plant just large enough for the sample notebooks; equipment `press` wears in its last nine days. */
export async function writeSmallPlant(folder: string, plant: SmallPlant): Promise<void> {
  await mkdir(folder, { recursive: true })
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  await connection.run(`set timezone = 'UTC'`)
  for (const [name, sql] of Object.entries(tables(plant))) {
    await connection.run(`copy (${sql}) to '${path.join(folder, `${name}.parquet`)}' (format parquet)`)
  }
  connection.closeSync()
}

function tables({ subgroupSize, quantity, timeType, equipmentKnown }: SmallPlant): Record<string, string> {
  const at = (minutes: string, as: string) => `(${start} + (${minutes}) * interval 1 minute)::${timeType} as ${as}`
  const machine = equipmentKnown ? `case i % 3 when 0 then 'filler' when 1 then 'press' else 'packer' end` : 'null::varchar'
  const noise = (seed: string) => `(hash(${seed}) % 1000) / 1000.0`
  const x = (k: number) => (k <= subgroupSize ? `100 + ${noise(`i * 7 + ${k}`)} + greatest(0, i - 150) * 0.02` : 'null::double')
  return {
    production_counts: `select ${at('i * 15', 'bucket_at')}, 'Line ' || l as line, case when (i // 96) % 2 = 0 then 'Plain' else 'Fruit' end as product,
      140 + (hash(i) % 9)::int as total, 138 as good, (hash(i) % 9)::int as reject, 2 as rework, 10.0 as ideal_rate_per_minute
      from range(2880) r(i), range(1, 3) s(l) where (i % 96) between 24 and 87`,
    stops: `select ${at('i * 400', 'starts_at')}, case when i = 107 then null else ${at('i * 400 + 10 + i % 20', 'e').replace(' as e', '')} end as ends_at,
      'Line ' || (1 + i % 2) as line, ${machine} as equipment, ['planned', 'breakdown', 'starved', 'blocked', 'minor', 'changeover'][1 + i % 6] as kind,
      'reason ' || (i % 5) as reason, case when i = 107 then null else 10.0 + i % 20 end as minutes from range(108) r(i)`,
    readings: `select ${at('i', 't')}, s as signal, 2.0 + ${noise('i * 13 + s_no')} * 0.2
      + case when s = 'press-1' then greatest(0, i - 30240) / 1440.0 * 0.15 else 0 end as value
      from range(43200) r(i), (values ('press-1', 1), ('press-2', 2), ('packer-1', 3)) v(s, s_no)`,
    signals: `select * from (values ('press-1', 'press', 'Drive end', 'mm/s', '${quantity}'), ('press-2', 'press', 'Bearing', '°C', 'temperature'),
      ('packer-1', 'packer', 'Drive end', 'mm/s', '${quantity}')) v(id, node, name, unit, quantity)`,
    lab_results: `select ${at('i * 700', 'taken_at')}, 'B' || i as batch, 'Line 1' as node, 'fat' as analyte, 3.5 + ${noise('i')} * 0.1 as value, '%' as unit,
      3.3 as lsl, case when ${equipmentKnown} then 3.7 end as usl from range(60) r(i)`,
    subgroups: `select 'Net weight' as characteristic, i as "index", ${at('i * 180', 'taken_at')}, ${[1, 2, 3, 4, 5].map((k) => `${x(k)} as x${k}`).join(', ')},
      97.0 as lsl, case when ${equipmentKnown} then 105.0 end as usl, 100.5 as target, 'g' as unit from range(1, ${subgroupSize ? 240 : 1}) r(i)`,
    maintenance: `select ${at('i * 9000', 'opened_at')}, ${at('i * 9000 + 90', 'closed_at')}, 'press' as node, 'inspection' as kind, 'Round' as title, 'Nothing found' as detail from range(4) r(i)`,
    energy: `select ${at('i * 60', 't')}, 'Line ' || l as line, 20.0 + i % 24 as kwh from range(720) r(i), range(1, 3) s(l)`,
    batches: `select 'B' || i as id, 'Line 1' as line, 'Plain' as product, ${at('i * 700', 'starts_at')}, ${at('i * 700 + 600', 'ends_at')}, 1000.0 as input_kg,
      case when i = 59 then null else 960.0 + i % 7 end as output_kg, 'released' as status from range(60) r(i)`,
  }
}
