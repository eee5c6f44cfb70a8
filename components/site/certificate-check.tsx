'use client'

import { type FormEvent, useState } from 'react'
import { Button } from '@/components/ui/button'
import { TextArea } from '@/components/ui/text-field'
import { readPastedCertificate } from '@/lib/api/read-pasted-certificate'

interface Verdict {
  holds: boolean
  because: 'hash' | 'signature' | null
  keyId: string
}

const words = {
  hash: 'It does not verify: the statement was changed after it was signed.',
  signature: 'It does not verify: this installation’s key did not sign it.',
}

/** Checks a pasted certificate by the public API; nothing is stored. */
export function CertificateCheck() {
  const [problem, setProblem] = useState<string | undefined>()
  const [verdict, setVerdict] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  async function check(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    setVerdict(null)
    const pasted = readPastedCertificate(String(new FormData(event.currentTarget).get('certificate')))
    setProblem(pasted.ok ? undefined : pasted.message)
    if (!pasted.ok) return
    setBusy(true)
    setVerdict(await ask(pasted.signed))
    setBusy(false)
  }

  return (
    <form onSubmit={(event) => void check(event)} className="mt-6 grid gap-4" aria-label="Verify a certificate">
      <TextArea label="Certificate as JSON" name="certificate" rows={12} spellCheck={false} className="text-mono" error={problem} required />
      <div>
        <Button variant="primary" type="submit" busy={busy} busyWord="Checking">
          Verify
        </Button>
      </div>
      <p role="status" className="text-body font-semibold">
        {verdict}
      </p>
    </form>
  )
}

async function ask(signed: object): Promise<string> {
  const answer = await fetch('/api/certificates/verify', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(signed) }).catch(() => null)
  if (!answer?.ok) return 'The check did not run: the platform did not answer. Try again, or verify it yourself with OpenSSL.'
  const verdict = (await answer.json()) as Verdict
  return verdict.because ? words[verdict.because] : `It verifies: unchanged, and signed by this installation with key ${verdict.keyId}.`
}
