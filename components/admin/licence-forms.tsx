'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { install, issue } from '@/app/admin/licences/actions'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/field'
import { SelectField } from '@/components/ui/select-field'
import { TextArea, TextField } from '@/components/ui/text-field'
import { askAction } from '@/lib/http/ask-action'
import { editionFacts } from '@/lib/licence/edition'

interface IssueProps {
  tenantId: string
  /** Suggested: from today, for a year. */
  from: string
  until: string
}

/** Signs a licence for a tenant and gives the file to take away. */
export function IssueLicence({ tenantId, from, until }: IssueProps) {
  const [file, setFile] = useState<{ id: string; file: string; installed: boolean } | null>(null)
  const { problem, busy, submit } = useForm(async (fields) => {
    const result = await askAction(issue, { ...fields, tenantId } as never)
    if (result.ok) setFile(result.value)
    return result
  })
  return (
    <form onSubmit={submit} className="grid gap-3" aria-label="Issue a licence">
      <SelectField label="Edition" name="edition" options={Object.entries(editionFacts).map(([id, { label }]) => ({ id, label }))} defaultValue="professional" />
      <div className="grid grid-cols-2 gap-3">
        <TextField label="First day" name="validFrom" type="date" defaultValue={from} required />
        <TextField label="Last day" name="validUntil" type="date" defaultValue={until} required />
      </div>
      <TextField label="Days of grace" name="graceDays" type="number" min={0} max={90} defaultValue={14} required hint="after the last day everything still works for so long" />
      <Tick name="trial" label="Trial: not charged" />
      <Tick name="install" label="Install it here at once" ticked />
      {problem && <FieldError>{problem}</FieldError>}
      <Button variant="primary" size="small" type="submit" busy={busy} busyWord="Signing">
        Issue licence
      </Button>
      {file && <Issued {...file} />}
    </form>
  )
}

const Tick = ({ name, label, ticked = false }: { name: string; label: string; ticked?: boolean }) => (
  <label className="flex min-h-6 items-center gap-2 text-[13px]">
    <input type="checkbox" name={name} defaultChecked={ticked} /> {label}
  </label>
)

function Issued({ id, file, installed }: { id: string; file: string; installed: boolean }) {
  return (
    <p role="status" className="text-[13px]">
      <span className="text-mono">{id}</span> is signed{installed ? ' and installed' : ', and not installed'}.{' '}
      <a className="link" download={`${id}.json`} href={`data:application/json;charset=utf-8,${encodeURIComponent(file)}`}>
        Save the file
      </a>
    </p>
  )
}

/** Takes a file as it came by mail. It names its tenant itself. */
export function InstallLicence() {
  const [done, setDone] = useState<string | null>(null)
  const { problem, busy, submit } = useForm(async (fields) => {
    const result = await askAction(install, fields as never)
    setDone(result.ok ? `${editionFacts[result.value.edition].label} of ${result.value.tenantId} until ${result.value.validUntil} is installed.` : null)
    return result
  })
  return (
    <form onSubmit={submit} className="grid max-w-[560px] gap-3" aria-label="Install a licence file">
      <TextArea label="Licence file" name="file" rows={5} required hint="The whole file; its signature is checked here, nobody is asked." className="text-mono" />
      {problem && <FieldError>{problem}</FieldError>}
      <div className="flex items-center gap-3">
        <Button size="small" type="submit" busy={busy} busyWord="Checking">
          Install
        </Button>
        <span role="status" className="text-[13px]">
          {done}
        </span>
      </div>
    </form>
  )
}

function useForm(send: (fields: Record<string, FormDataEntryValue>) => Promise<{ ok: boolean; message?: string }>) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const router = useRouter()
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = Object.fromEntries(new FormData(event.currentTarget))
    setBusy(true)
    const result = await send(fields)
    setBusy(false)
    setProblem(result.ok ? null : (result.message ?? null))
    if (result.ok) router.refresh()
  }
  return { busy, problem, submit: (event: FormEvent<HTMLFormElement>) => void submit(event) }
}
