export interface PublishedFigure {
  name: string
  published: number
  /** By the engine of every screen; null when it refuses. */
  ours: number | null
  /** Digits after the point in the publication. */
  digits: number
}

export interface PublishedExample {
  title: string
  source: string
  figures: PublishedFigure[]
}

export const row = (name: string, published: number, ours: number | null | undefined, digits: number): PublishedFigure => ({ name, published, ours: ours ?? null, digits })

/** Within one unit of the last printed digit: publications round at different steps. */
export const agrees = ({ published, ours, digits }: PublishedFigure): boolean => ours !== null && Math.abs(ours - published) <= 1.0001 * 10 ** -digits
