import { formatNumber } from '@/components/ui/format'
import type { LeadScore } from '@/lib/sales/load-scores'
import type { Score } from '@/lib/sales/score'

/** Both sums, and each reason with its points: who adds them up gets the score. */
export const LeadScores = ({ score }: { score: LeadScore }) => (
  <div className="mt-6 grid gap-5">
    <Sum title="Fit" note="what is known of them" score={score.fit} empty="Nothing is known of them yet." />
    <Sum title="Engagement" note="points halve every seven days" score={score.engagement} empty="They have done nothing of late." />
  </div>
)

const Sum = ({ title, note, score, empty }: { title: string; note: string; score: Score; empty: string }) => (
  <section aria-label={title}>
    <h3 className="flex items-baseline justify-between font-semibold">
      <span>
        {title} <span className="text-small font-normal text-ink-3">{note}</span>
      </span>
      <span className="text-[20px]">{formatNumber(score.points)}</span>
    </h3>
    {score.reasons.length === 0 && <p className="text-ink-2">{empty}</p>}
    <ul>
      {score.reasons.map(({ words, points }) => (
        <li key={words} className="flex justify-between gap-4 border-t border-line py-1 text-[13px]">
          <span className="text-ink-2">{words}</span>
          <span>{formatNumber(points, 1)}</span>
        </li>
      ))}
    </ul>
  </section>
)
