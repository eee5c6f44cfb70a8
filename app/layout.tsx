import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { preload } from 'react-dom'
import '@/app/globals.css'
import { env } from '@/lib/env'

export const generateMetadata = (): Metadata => ({
  metadataBase: new URL(env().MILLRACE_URL),
  icons: { icon: '/favicon.svg' },
  title: { default: 'Millrace', template: '%s · Millrace' },
})

export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' }

// The same file as in globals.css, asked for before the style sheet is read.
const face = new URL('../node_modules/@fontsource-variable/archivo/files/archivo-latin-wdth-normal.woff2', import.meta.url).href

export default async function RootLayout({ children }: { children: ReactNode }) {
  preload(face, { as: 'font', type: 'font/woff2', crossOrigin: 'anonymous' })
  const theme = (await cookies()).get('theme')?.value
  return (
    <html lang="en" data-theme={theme === 'light' || theme === 'dark' ? theme : undefined} suppressHydrationWarning>
      <body>{children}</body>
    </html>
  )
}
