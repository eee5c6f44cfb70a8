'use client'

import { Star } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { putFirst } from '@/app/(portal)/dashboards/actions'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/field'
import { askAction } from '@/lib/http/ask-action'

/** Puts a dashboard first in this person's list, or back where it was. */
export function FavouriteToggle({ favouriteKey, name, isFavourite }: { favouriteKey: string; name: string; isFavourite: boolean }) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const router = useRouter()
  async function change() {
    setBusy(true)
    const result = await askAction(putFirst, { key: favouriteKey, isFavourite: !isFavourite })
    setProblem(result.ok ? null : result.message)
    setBusy(false)
    if (result.ok) router.refresh()
  }
  return (
    <span>
      <Button variant="text" size="small" busy={busy} aria-pressed={isFavourite} aria-label={`Favourite: ${name}`} icon={<Star size={18} aria-hidden fill={isFavourite ? 'currentColor' : 'none'} />} onClick={() => void change()} />
      {problem && <FieldError>{problem}</FieldError>}
    </span>
  )
}
