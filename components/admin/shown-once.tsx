import { Button } from '@/components/ui/button'

/** A secret that is not shown again. */
export function ShownOnce({ secret, onDone }: { secret: string; onDone: () => void }) {
  return (
    <section role="status" className="grid gap-2 border border-line-strong bg-raised p-4">
      <p className="font-semibold">Copy the key now: it is not shown again.</p>
      <code className="text-mono break-all" data-secret>
        {secret}
      </code>
      <p className="text-small text-ink-2">
        Send it as <code>Authorization: Bearer {secret.slice(0, 10)}…</code>
      </p>
      <div className="flex gap-2">
        <Button size="small" variant="primary" onClick={() => void navigator.clipboard.writeText(secret)}>
          Copy
        </Button>
        <Button size="small" onClick={onDone}>
          I have it
        </Button>
      </div>
    </section>
  )
}
