import type { ApiOperation } from '@/lib/api/api-operation'

/** A command that can be pasted into a shell. Pure. */
export function curlOf({ method, path, access, internal, example, produces, consumes }: ApiOperation, serverUrl: string): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => example.path?.[name] ?? `{${name}}`)
  const isPost = method === 'post'
  const query = !isPost && example.input ? `?${new URLSearchParams(Object.entries(example.input as Record<string, unknown>).map(([k, v]): [string, string] => [k, String(v)]))}` : ''
  const lines = [`curl${produces ? ' -OJ' : ''} '${serverUrl}${filled}${query}'`]
  if (internal) lines.push(`-H "Authorization: Bearer $${internal}"`)
  else if (access !== 'public') lines.push(`-b 'next-auth.session-token=YOUR_SESSION'`)
  if (isPost) lines.push(`-H 'Content-Type: ${consumes ?? 'application/json'}'`, consumes ? '--data-binary @-' : `-d '${JSON.stringify(example.input)}'`)
  return lines.join(' \\\n  ')
}
