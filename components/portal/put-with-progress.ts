/** PUTs the file and tells how much has gone, 0..1; `fetch` does not know that. Rejects unless it is answered 2xx. */
export function putWithProgress(url: string, file: File, onShare: (share: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.upload.addEventListener('progress', ({ loaded, total }) => onShare(total > 0 ? loaded / total : 1))
    request.addEventListener('load', () => (request.status >= 200 && request.status < 300 ? resolve() : reject(new Error(`answered ${request.status}`))))
    request.addEventListener('error', () => reject(new Error('not sent')))
    request.open('PUT', url)
    request.send(file)
  })
}
