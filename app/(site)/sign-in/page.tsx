import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { SignInForm } from '@/components/site/sign-in-form'
import { may } from '@/lib/auth/capabilities'
import { currentPerson } from '@/lib/auth/current-person'

export const metadata: Metadata = { title: 'Sign in' }

export default async function SignInPage() {
  const person = await currentPerson()
  if (person) redirect(may(person.roles, 'admin') ? '/admin' : '/plant')
  return <SignInForm />
}
