'use client'

import { Download } from 'lucide-react'
import { type RefObject, useState } from 'react'
import { Button } from '@/components/ui/button'
import { downloadPicture } from '@/components/ui/download-picture'
import { FieldError } from '@/components/ui/field'
import type { Viewport } from '@/components/charts/viewport'
import { windowQuery } from '@/components/trends/use-trend-data'

interface Props {
  signals: string[]
  view: Viewport
  picture: RefObject<HTMLElement | null>
  mayDownload: boolean
}

/** The window as rows, as a picture and as an address. */
export function TrendTakeAlong({ signals, view, picture, mayDownload }: Props) {
  const [busy, setBusy] = useState(false)
  const [said, setSaid] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)

  async function attempt(work: () => Promise<void>, done: string | null, failed: string) {
    setBusy(true)
    try {
      await work()
      setSaid(done)
      setProblem(null)
    } catch {
      setProblem(failed)
    } finally {
      setBusy(false)
    }
  }
  const takePicture = () => attempt(() => downloadPicture(picture.current!, 'trend'), null, 'This browser could not draw the picture.')
  const copyLink = () => attempt(() => navigator.clipboard.writeText(window.location.href), 'The link is copied.', 'This browser does not let a page copy. The address above is the link.')

  return (
    <div className="take-along" data-not-taken>
      <Download size={16} strokeWidth={1.75} aria-hidden />
      {mayDownload && (
        <a className="link" href={`/api/export/trends?${new URLSearchParams(windowQuery(signals, view))}`} download title="Every reading of the window up to 500 000, else the finest roll-ups; the file's name says which">
          CSV
        </a>
      )}
      <Button size="small" variant="text" busy={busy} onClick={() => void takePicture()}>
        PNG
      </Button>
      <Button size="small" variant="text" onClick={() => void copyLink()}>
        Copy link
      </Button>
      <span role="status">{said}</span>
      {problem && <FieldError>{problem}</FieldError>}
    </div>
  )
}
