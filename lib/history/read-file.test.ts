import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { localSpans } from '@/lib/history/local-spans'
import { lookAtFile } from '@/lib/history/look-at-file'
import type { Mapping } from '@/lib/history/mapping'
import { planOf } from '@/lib/history/plan'
import { proposeMapping } from '@/lib/history/propose-mapping'
import { nextReadings, readFileInto } from '@/lib/history/read-file'
import { quoted } from '@/lib/lake/lake-sql'

const now = Date.parse('2026-11-09T12:00:00Z')
const signals = [{ id: 'temp', unit: '°C' }, { id: 'press', unit: 'bar' }]
let folder: string
let runs = 0
beforeAll(async () => void (folder = await mkdtemp(path.join(tmpdir(), 'history-'))))
afterAll(() => rm(folder, { recursive: true }))

/** The file through the same steps as on the page, with what is proposed unless `change` says otherwise. */
async function read(body: string | Buffer, change: Partial<Mapping> = {}, timeZone = 'Europe/Berlin') {
  const file = path.join(folder, `${++runs}.csv`)
  await writeFile(file, body)
  return readPath(file, change, timeZone)
}

async function readPath(file: string, change: Partial<Mapping> = {}, timeZone = 'Europe/Berlin') {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  try {
    const form = await lookAtFile(connection, file)
    const mapping = { ...proposeMapping(form, signals.map(({ id }) => id), timeZone), ...change } as Exclude<Mapping, { shape: 'events' }>
    const spans = localSpans(mapping.timeZone, Date.parse('2016-01-01T00:00:00Z'), now)
    const [readings, refused] = [`${file}.parquet`, `${file}.refused.csv`]
    const result = await readFileInto(connection, { kind: 'read', file, form, mapping, plan: planOf(form, mapping, signals), spans, oldest: Date.parse('2017-01-01T00:00:00Z'), newest: now + 300_000, readings, refused, refusedListed: 100 })
    const { groups } = await nextReadings(connection, readings, 0, 1e6)
    const lines = groups.flatMap(({ signal, t, v }) => [...t].map((time, i) => `${signal} ${new Date(time).toISOString()} ${v[i]}`))
    return { form, mapping, result, lines, codes: result.reasons.map(({ code, count }) => `${count} ${code}`).sort(), refused: await readFile(refused, 'utf8') }
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

describe('a file of history', () => {
  it('with a byte order mark, semicolons, decimal commas and Windows’ line ends is read as it is meant', async () => {
    const { mapping, lines, codes } = await read('\ufeffZeit;Signal;Wert;Einheit\r\n09.03.2026 13:00:00;temp;20,5;°C\r\n10.03.2026 13:00;press;"1,25";bar\r\n')
    expect(mapping).toMatchObject({ shape: 'long', time: 0, signal: 1, value: 2, unit: 3, timeForm: 'dmy', decimal: ',' })
    expect(codes).toEqual([])
    expect(lines).toEqual(['temp 2026-03-09T12:00:00.000Z 20.5', 'press 2026-03-10T12:00:00.000Z 1.25'])
  })

  it('of a spreadsheet in Latin-1 or UTF-16 keeps its degree sign', async () => {
    const text = 'time;signal;value;unit\n2026-03-09 13:00;temp;68;°F\n'
    const found = ['temp 2026-03-09T12:00:00.000Z 20']
    expect((await read(Buffer.from(text, 'latin1'))).lines).toEqual(found)
    expect((await read(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]))).lines).toEqual(found)
  })

  it('has a verdict for each row that names what is wrong, and the good ones are taken', async () => {
    const { lines, codes, refused, result } = await read([
      'time,signal,value,unit',
      '2026-03-09T12:00:00Z,temp,1.5,°C',
      '2026-03-09T12:00:01Z,temp,NaN,°C',
      '2026-03-09T12:00:02Z,temp,,°C',
      '2027-03-09T12:00:00Z,temp,1,°C',
      '2001-03-09T12:00:00Z,temp,1,°C',
      'yesterday,temp,1,°C',
      '2026-02-30T12:00:00Z,temp,1,°C',
      '2026-03-09T12:00:03Z,moon,1,°C',
      '2026-03-09T12:00:04Z,temp,1,kg',
      '2026-03-09T12:00:05Z,temp,1,"°C",and,more',
      '2026-03-09T12:00:06Z,press',
      '2026-03-09T12:00:00Z,temp,1.5,°C',
      '2026-03-09T12:00:00Z,temp,7,°C',
      '2026-03-09T14:00:00+01:00,press,1e3,mbar',
      ',=HYPERLINK("x"),1,°C',
    ].join('\n'))
    expect(lines).toEqual(['press 2026-03-09T13:00:00.000Z 1', 'temp 2026-03-09T12:00:00.000Z 1.5'])
    expect(codes).toEqual(['1 clock_ahead', '1 not_a_number', '1 too_old', '1 torn_row', '1 wrong_unit', '2 bad_time', '2 duplicate', '2 no_value', '2 unknown_signal'])
    expect(result.rows).toBe(15)
    expect(refused).toContain('9,wrong_unit,')
    expect(refused).toContain('Row 1 has another value for the same time')
    expect(refused).toContain(`'=HYPERLINK`)
  })

  it('that ends in the middle of a row gives up that row only; one whose quote is not closed says so', async () => {
    expect(await read('time,signal,value\n2026-03-09 13:00,temp,1\n2026-03-09 13:01,te')).toMatchObject({ lines: ['temp 2026-03-09T12:00:00.000Z 1'], codes: ['1 no_value'] })
    const open = await read('time,signal,value\n2026-03-09 13:00,temp,1\n2026-03-09 13:01,temp,"2\n2026-03-09 13:02,temp,3\n')
    expect(open).toMatchObject({ lines: ['temp 2026-03-09T12:00:00.000Z 1'], codes: ['1 torn_row'] })
  })

  it('in wide form has a signal in each column, and empty cells are nothing', async () => {
    const { mapping, lines, codes } = await read('time\ttemp\tpress\tnote\n2026-03-09 13:00\t1\t2\tok\n2026-03-09 13:01\t\t3\t\n')
    expect(mapping).toMatchObject({ shape: 'wide', time: 0, values: [1, 2] })
    expect(codes).toEqual([])
    expect(lines).toEqual(['press 2026-03-09T12:00:00.000Z 2', 'press 2026-03-09T12:01:00.000Z 3', 'temp 2026-03-09T12:00:00.000Z 1'])
  })

  it('takes other names and units as they are mapped', async () => {
    const { lines, codes } = await read('ts,TI-101,PI-7,XX\n1773057600000,293.15,1500,1\n', { values: [1, 2, 3], signals: { 'TI-101': 'temp', 'PI-7': 'press', XX: '' }, units: { 'TI-101': 'K', 'PI-7': 'mbar' } } as Partial<Mapping>)
    expect(codes).toEqual(['1 left_out'])
    expect(lines.map((line) => line.slice(0, -1 * line.length + line.lastIndexOf(' ')))).toEqual(['press 2026-03-09T12:00:00.000Z', 'temp 2026-03-09T12:00:00.000Z'])
    expect(lines.map((line) => Number(line.split(' ')[2]))).toEqual([1.5, expect.closeTo(20, 9)])
  })
})

describe('local times on the days that the clock changes', () => {
  const autumn = 'time,signal,value\n' + ['01:30', '02:00', '02:30', '02:00', '02:30', '03:00'].map((clock, i) => `2026-10-25 ${clock},temp,${i}`).join('\n')
  const at = (lines: string[]) => lines.map((line) => line.slice(16, 21))

  it('that never were are refused', async () => {
    const { lines, codes, refused } = await read('time,signal,value\n2026-03-29 01:59,temp,1\n2026-03-29 02:30,temp,2\n2026-03-29 03:00,temp,3\n')
    expect(at(lines)).toEqual(['00:59', '01:00'])
    expect(codes).toEqual(['1 clock_missing'])
    expect(refused).toContain('Local time 2026-03-29 02:30 in Europe/Berlin never was')
  })

  it('that were twice are refused, or taken as is asked for', async () => {
    expect(await read(autumn)).toMatchObject({ codes: ['4 clock_twice'] })
    expect(await read(autumn, { doubled: 'first' }).then(({ lines, codes }) => [at(lines), codes])).toEqual([['23:30', '00:00', '00:30', '02:00'], ['2 duplicate']])
    expect(await read(autumn, { doubled: 'second' }).then(({ lines }) => at(lines))).toEqual(['23:30', '01:00', '01:30', '02:00'])
    const ordered = await read(autumn, { doubled: 'order' })
    expect(at(ordered.lines)).toEqual(['23:30', '00:00', '00:30', '01:00', '01:30', '02:00'])
    expect(ordered).toMatchObject({ codes: [], result: { twice: 4 } })
  })

  it('in an order that goes back not once cannot be told', async () => {
    const once = 'time,signal,value\n2026-10-25 02:00,temp,1\n2026-10-25 02:30,temp,2\n'
    expect(await read(once, { doubled: 'order' })).toMatchObject({ lines: [], codes: ['2 clock_twice'] })
  })

  it('with their offset are what they say', async () => {
    expect(at((await read('time,signal,value\n2026-10-25T02:30:00+02:00,temp,1\n2026-10-25T02:30:00+0100,temp,2\n')).lines)).toEqual(['00:30', '01:30'])
  })

  it('follow zones whose clock changes by half an hour', async () => {
    const { lines, codes } = await read('time,signal,value\n2026-04-05 01:15,temp,1\n2026-04-05 01:45,temp,2\n', { doubled: 'second' }, 'Australia/Lord_Howe')
    expect([at(lines), codes]).toEqual([['14:15', '15:15'], []])
  })
})

describe('Parquet', () => {
  async function parquet(select: string): Promise<string> {
    const file = path.join(folder, `${++runs}.parquet`)
    const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
    const connection = await instance.connect()
    await connection.run(`SET TimeZone = 'UTC'; COPY (${select}) TO ${quoted(file)} (FORMAT parquet)`)
    connection.closeSync()
    instance.closeSync()
    return file
  }

  it('is read with its types: moments are moments, times without zone are local', async () => {
    expect((await readPath(await parquet(`SELECT TIMESTAMPTZ '2026-03-09 12:00:00.5+00' AS time, 'temp' AS signal, 0.1::DOUBLE + 0.2::DOUBLE AS value`))).lines).toEqual(['temp 2026-03-09T12:00:00.500Z 0.30000000000000004'])
    expect((await readPath(await parquet(`SELECT TIMESTAMP '2026-03-09 13:00:00' AS time, 21::INTEGER AS temp, 2::FLOAT AS press`))).lines).toEqual(['press 2026-03-09T12:00:00.000Z 2', 'temp 2026-03-09T12:00:00.000Z 21'])
  })

  it('that is cut off is not read', async () => {
    const file = await parquet(`SELECT TIMESTAMP '2026-03-09 13:00:00' AS time, 'temp' AS signal, i AS value FROM range(1000) t(i)`)
    await truncate(file, 900)
    await expect(readPath(file)).rejects.toThrow(/magic bytes/i)
  })
})

it('what is no table is said in words', async () => {
  await expect(read('')).rejects.toThrow('The file is empty.')
  await expect(read('time,signal,value\n')).rejects.toThrow('The file has a head and no rows.')
  await expect(read(Buffer.from('PK\x03\x04 a workbook'))).rejects.toThrow('This is an Excel workbook')
  await expect(read(Buffer.from([0, 1, 2, 3, 0, 0]))).rejects.toThrow('This is neither CSV nor Parquet.')
})

it('readings come in stretches that never part an hour of a signal, and from any place on', async () => {
  const rows = Array.from({ length: 300 }, (_, i) => `${new Date(Date.parse('2026-03-09T10:00:00Z') + i * 60_000).toISOString()},${i % 2 ? 'temp' : 'press'},${i}`)
  await read(`time,signal,value\n${rows.join('\n')}\n`)
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  const counts: number[] = []
  for (let from = 0; ; from += counts.at(-1)!) {
    const { count, groups } = await nextReadings(connection, path.join(folder, `${runs}.csv.parquet`), from, 45)
    if (count === 0) break
    expect(groups.every(({ t }) => new Date(t[0]!).getUTCMinutes() <= 1)).toBe(true)
    counts.push(count)
  }
  expect(counts).toEqual([60, 60, 60, 60, 60])
  connection.closeSync()
  instance.closeSync()
})
