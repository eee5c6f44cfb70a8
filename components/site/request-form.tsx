'use client'

import { type FormEvent, useState, useSyncExternalStore } from 'react'
import { carriedText, dropCarried, parseCarried, watchCarried } from '@/components/tools/carried'
import type { Analysis } from '@/lib/tools/analysis'
import { analysisKinds } from '@/lib/tools/analysis-kinds'

const plants = [
  ['dairy', 'Dairy'],
  ['chemical', 'Chemical'],
  ['oil-and-gas', 'Oil and gas'],
  ['pharma', 'Pharma'],
] as const

interface ProblemBody {
  detail?: string
  errors?: { field: string; message: string }[]
}

/** Two questions. Everything else is asked while the plant is being built, and may be skipped. */
export function RequestForm() {
  const [state, setState] = useState<'open' | 'busy' | 'sent'>('open')
  const [email, setEmail] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  // Only the browser knows: the page itself is the same for everybody.
  const carried = parseCarried(useSyncExternalStore(watchCarried, carriedText, () => null))

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    setState('busy')
    const industry = String(new FormData(event.currentTarget).get('industry'))
    const refusal = await request(email, industry, carried)
    setProblem(refusal)
    if (!refusal) dropCarried()
    setState(refusal ? 'open' : 'sent')
  }

  if (state === 'sent') return <Sent email={email} onAgain={() => setState('open')} />
  return (
    <form className="ask" id="request" noValidate onSubmit={(event) => void submit(event)}>
      <h2>Work in a living plant for 24 hours</h2>
      <fieldset>
        <legend>Which plant?</legend>
        <div className="pick">
          {plants.map(([value, label], i) => (
            <label key={value}>
              <input type="radio" name="industry" value={value} defaultChecked={i === 0} />
              <span aria-hidden="true" />
              {label}
            </label>
          ))}
        </div>
      </fieldset>
      <label htmlFor="request-email">Work e-mail</label>
      <input
        id="request-email"
        className="input"
        type="email"
        name="email"
        autoComplete="email"
        placeholder="name@company.com"
        value={email}
        onChange={(event) => setEmail(event.target.value)}
        aria-invalid={problem !== null}
        aria-describedby={problem ? 'request-problem' : 'request-note'}
        required
      />
      {carried && (
        <p className="said" role="status">
          What you worked on in the {analysisKinds[carried.kind]} comes along.{' '}
          <button
            type="button"
            className="again"
            onClick={dropCarried}
          >
            Leave it here
          </button>
        </p>
      )}
      {problem && (
        <p className="field-problem" id="request-problem" role="alert">
          {problem}
        </p>
      )}
      <button type="submit" className="submit" aria-disabled={state === 'busy'}>
        {state === 'busy' ? 'Asking' : 'Build my plant'}
      </button>
      <p id="request-note">Yours alone, filled with 30 days of data and running on. After 24 hours it is deleted and you get the certificate. No card.</p>
    </form>
  )
}

/** Answers with what stands in the way, or null. */
async function request(email: string, industry: string, analysis: Analysis | null): Promise<string | null> {
  const source = Object.fromEntries([...new URLSearchParams(window.location.search)].filter(([name]) => name.startsWith('utm_')))
  const body = JSON.stringify({ email, industry, source, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, ...(analysis && { analysis }) })
  const answer = await fetch('/api/provision-demo', { method: 'POST', headers: { 'content-type': 'application/json' }, body }).catch(() => null)
  if (answer?.ok) return null
  if (!answer) return 'The request did not reach us. Your entry is still here; try again.'
  const problem = (await answer.json().catch(() => ({}))) as ProblemBody
  return problem.errors?.[0]?.message ?? problem.detail ?? 'That did not work. Your entry is still here; try again.'
}

function Sent({ email, onAgain }: { email: string; onAgain: () => void }) {
  return (
    <div className="ask" id="request" role="status">
      <h2>Look into your mail</h2>
      <p className="said">
        We wrote to <b>{email}</b>. Open the link in it and your plant is built while you watch.
      </p>
      <p className="said">Nothing there after two minutes? Look in the spam folder, or ask again: the newest link counts.</p>
      <button type="button" className="again" onClick={onAgain}>
        Ask again or correct the address
      </button>
    </div>
  )
}
