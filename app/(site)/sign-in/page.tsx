import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { SignInDoors } from '@/components/site/sign-in-doors'
import { SignInForm } from '@/components/site/sign-in-form'
import { may } from '@/lib/auth/capabilities'
import { currentPerson } from '@/lib/auth/current-person'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Sign in' }

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ refused?: string; error?: string }> }) {
  const person = await currentPerson()
  if (person) redirect(may(person.roles, 'admin') ? '/admin' : '/plant')
  if (!system().signIn) return <SignInForm />
  const { refused, error } = await searchParams
  return <SignInDoors problem={refused ? (problems[refused] ?? problems.other!) : error ? (problems[error] ?? problems.other!) : null} />
}

const problems: Record<string, string> = {
  demo: 'You signed in, and there is no open demo plant for you: it has reached its deadline and is deleted, or you may no longer enter it. The certificate is in your mail.',
  staff: 'You signed in, and this installation has no place for you. An administrator can give you one.',
  // What next-auth says when the provider was not reached at all.
  OAuthSignin: 'The sign-in service does not answer just now. Try again in a minute; plants and their data go on, and who is signed in stays so.',
  other: 'The sign-in was not completed. Try again; if it stays so, the sign-in service may not answer just now.',
}
