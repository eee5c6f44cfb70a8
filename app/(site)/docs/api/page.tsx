import { ApiOperationSection } from '@/components/site/api-operation-section'
import { FieldTable } from '@/components/site/field-table'
import { curlOf } from '@/lib/api/curl-of'
import { openApiDocument } from '@/lib/api/openapi'
import { operations } from '@/lib/api/operations'
import { productVersion } from '@/lib/api/product-version'
import { schemaFields } from '@/lib/api/schema-fields'
import { system } from '@/lib/system'
import { siteMetadata } from '@/lib/site/site-pages'

export const metadata = siteMetadata('/docs/api')

/** The OpenAPI document, for people: nothing stands here that is not in it. */
export default function ApiPage() {
  const { portalUrl } = system().settings
  const document = openApiDocument(portalUrl, productVersion)
  return (
    <main id="content" className="measure max-w-[900px] py-10">
      <h1 className="text-section">API</h1>
      <p className="mt-4 max-w-[68ch]">
        {document.info.description} The same as a machine reads it: <a className="link" href="/api/openapi.json">OpenAPI {document.openapi}</a>, made from the
        schemas that check every request.
      </p>
      <nav aria-label="Operations" className="my-8">
        <ul className="grid gap-1 text-body">
          {operations.map(({ operationId, method, path, summary }) => (
            <li key={operationId}>
              <a className="link" href={`#${operationId}`}>
                {summary}
              </a>{' '}
              <code className="text-small break-all text-ink-3">
                {method.toUpperCase()} {path}
              </code>
            </li>
          ))}
        </ul>
      </nav>
      {operations.map((operation) => {
        const described = document.paths[operation.path]?.[operation.method]
        return described && <ApiOperationSection key={operation.operationId} method={operation.method} path={operation.path} operation={described} curl={curlOf(operation, portalUrl)} />
      })}
      <section aria-labelledby="problems" className="border-t border-line-strong py-8">
        <h2 id="problems" className="text-figure-s">
          Refusals
        </h2>
        <p className="mt-2 mb-4 max-w-[68ch] text-body text-ink-2">
          Every refusal is an RFC 9457 problem with the media type application/problem+json. What you may not see is answered like what is not there.
        </p>
        <FieldTable caption="A problem" rows={schemaFields(document.components.schemas.Problem!)} />
      </section>
    </main>
  )
}
