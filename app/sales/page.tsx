import { redirect } from 'next/navigation'

export default function SalesHome() {
  redirect('/sales/funnel')
}
