import { redirect } from 'next/navigation'

export default async function ManageHome({ params }: { params: Promise<{ tenant: string }> }) {
  redirect(`/manage/${(await params).tenant}/people`)
}
