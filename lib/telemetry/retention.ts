/** Days that each tier is kept; roll-ups of a day stay for good. */
export interface Retention {
  /** Not less than readings may be late (`oldestMs`). */
  readingsDays: number
  minutesDays: number
  quartersDays: number
  hoursDays: number
}

export const usualRetention: Retention = { readingsDays: 31, minutesDays: 120, quartersDays: 1100, hoursDays: 3700 }

/** Days that roll-ups of so many seconds are kept. */
export const rollupDays = ({ minutesDays, quartersDays, hoursDays }: Retention, levelSeconds: number): number =>
  levelSeconds === 60 ? minutesDays : levelSeconds === 900 ? quartersDays : levelSeconds === 3600 ? hoursDays : Infinity
