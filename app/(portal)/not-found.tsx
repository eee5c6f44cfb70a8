import Link from 'next/link'

export default function RoomNotFound() {
  return (
    <div className="portal-body">
      <h1 className="text-page">Nothing stands here</h1>
      <p className="max-w-[68ch] text-ink-2">
        Either this place does not exist in your plant, or your roles do not reach it. <Link href="/plant">Go to the plant</Link>, or press Ctrl K and search.
      </p>
    </div>
  )
}
