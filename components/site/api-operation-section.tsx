import { FieldTable } from '@/components/site/field-table'
import { Tag } from '@/components/ui/tag'
import type { OpenApiOperation } from '@/lib/api/openapi'
import { schemaFields } from '@/lib/api/schema-fields'

interface Props {
  method: string
  path: string
  operation: OpenApiOperation
  curl: string
}

function accessWords({ security }: OpenApiOperation): string {
  if (security.length === 0) return 'public'
  return security.some((scheme) => 'internal' in scheme) ? 'inside the installation' : 'signed in'
}

const pretty = (value: unknown) => JSON.stringify(value, null, 2)

function Code({ label, children }: { label: string; children: string }) {
  return (
    <figure className="min-w-0">
      <figcaption className="mb-1 text-small text-ink-3">{label}</figcaption>
      <pre tabIndex={0} className="overflow-x-auto border border-line bg-sunken p-3 text-[13px] leading-[19px]">
        <code>{children}</code>
      </pre>
    </figure>
  )
}

/** One operation of the document: what goes in, what comes out, what is refused, and a command to try. */
export function ApiOperationSection({ method, path, operation, curl }: Props) {
  const responses = Object.entries(operation.responses)
  const answers = responses.filter(([status]) => status.startsWith('2'))
  const refusals = responses.filter(([status]) => !status.startsWith('2'))
  const body = operation.requestBody?.content['application/json']
  const parameters = operation.parameters.map(({ name, required, description = '', schema }) => ({ name, required, description, schema }))
  return (
    <section id={operation.operationId} aria-labelledby={`${operation.operationId}-title`} className="grid gap-4 border-t border-line-strong py-8">
      <div>
        <h2 id={`${operation.operationId}-title`} className="text-figure-s">
          {operation.summary}
        </h2>
        <p className="mt-1 flex flex-wrap items-center gap-3 text-body">
          <code className="font-semibold break-all">
            {method.toUpperCase()} {path}
          </code>
          <Tag>{accessWords(operation)}</Tag>
        </p>
        <p className="mt-2 max-w-[68ch] text-body text-ink-2">{operation.description}</p>
      </div>
      {parameters.length > 0 && <FieldTable caption="In the address" rows={parameters.map(({ schema, ...row }) => ({ ...row, type: String(schema.type ?? '') }))} />}
      {body && <FieldTable caption="In the body, as JSON" rows={schemaFields(body.schema)} />}
      <Code label="Try it">{curl}</Code>
      {answers.map(([status, { content = {} }]) =>
        Object.entries(content).map(([type, media]) => (
          <div key={status} className="grid gap-4">
            {Object.keys(media.schema).length > 0 && <FieldTable caption={`Answer ${status}, ${type}`} rows={schemaFields(media.schema)} />}
            {media.example ? <Code label={`For example, ${status}`}>{pretty(media.example)}</Code> : <p className="text-body text-ink-2">Answer {status}: the bytes, as {type}.</p>}
          </div>
        )),
      )}
      {refusals.length > 0 && (
        <div className="text-body">
          <h3 className="text-panel">Refused</h3>
          <ul className="mt-1 grid gap-1">
            {refusals.map(([status, { description }]) => (
              <li key={status} className="flex gap-3">
                <b>{status}</b> <span className="text-ink-2">{description}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  )
}
