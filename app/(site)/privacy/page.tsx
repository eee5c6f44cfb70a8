import { siteMetadata } from '@/lib/site/site-pages'

export const metadata = siteMetadata('/privacy')

export default function PrivacyPage() {
  return (
    <main id="content" className="measure prose">
      <h1>Privacy</h1>
      <h2>What we keep when you ask for a demo</h2>
      <p>Your e-mail address, which plant you chose, and, if you tell us, your name, company and role. Nothing is made before you confirm the address.</p>
      <h2>What happens in the plant</h2>
      <p>Everything in a demo plant is fictional and generated. What you add to it is encrypted under a key of its own or held apart by row-level security, and it is deleted at the deadline. You get a signed certificate that lists what each system still holds: nothing.</p>
      <h2>What stays</h2>
      <p>That your address asked for a demo, which steps you took in it, and the certificate. You can ask us to erase the first two at any time; the certificate carries the name of the lease and no address.</p>
      <h2>Cookies</h2>
      <p>One that holds your session, one that lets your browser watch your plant being built, and one for the theme you chose. None of them follows you anywhere; there are no others.</p>
    </main>
  )
}
