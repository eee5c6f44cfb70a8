'use client'

import { signIn } from 'next-auth/react'
import { prepareEntry } from '@/app/(site)/enter/actions'

/** Uses a one-time link up, then `enter`s; where there is an identity provider the way leads through it. False when the link is dead. */
export async function openByLink(token: string, enter: () => void): Promise<boolean> {
  const way = await prepareEntry({ token })
  if (!way.ok) return false
  if (way.value !== 'link') {
    await signIn(way.value, { callbackUrl: '/sign-in' }, way.value === 'demo' ? { kc_idp_hint: 'portal' } : {})
    return true
  }
  const result = await signIn('link', { token, redirect: false })
  if (result?.ok) enter()
  return result?.ok ?? false
}
