/** Shown by the browser, saved under `name`. */
export const pdfResponse = (name: string, body: Buffer): Response =>
  new Response(new Uint8Array(body), { headers: { 'content-type': 'application/pdf', 'content-disposition': `inline; filename="${name}"`, 'cache-control': 'public, max-age=3600' } })
