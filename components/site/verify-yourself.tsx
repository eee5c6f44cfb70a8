/** Commands that check a certificate without our software: curl, jq, sha256sum and OpenSSL 3. */
export const verifyCommands = (certificateUrl: string) => `curl -s '${certificateUrl}' > certificate.json
jq -j .statement certificate.json > statement.json
jq -j .publicKeyPem certificate.json > key.pem
jq -r .signature certificate.json | base64 -d > signature.bin

sha256sum statement.json          # must be the SHA-256 of the certificate
openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in statement.json -sigfile signature.bin
sha256sum key.pem | cut -c1-16    # must be the key id; keep it beside the certificate`

export function VerifyYourself({ certificateUrl }: { certificateUrl: string }) {
  return (
    <section id="verify" aria-labelledby="verify-title" className="no-print mt-10 text-body">
      <h2 id="verify-title" className="text-figure-s">
        Verify it yourself
      </h2>
      <p className="mt-2 max-w-[68ch] text-ink-2">
        The statement is canonical JSON; its bytes are hashed with SHA-256 and signed with Ed25519. These commands need nothing of ours but the certificate.
        The last but one answers “Signature Verified Successfully”.
      </p>
      <pre tabIndex={0} className="mt-3 overflow-x-auto border border-line bg-sunken p-3 text-[13px] leading-[19px]">
        <code>{verifyCommands(certificateUrl)}</code>
      </pre>
    </section>
  )
}
