import type { ReactNode } from 'react'

/** A word about the thing beside it: "open", "fictional". Not a control. */
export const Tag = ({ children }: { children: ReactNode }) => <span className="tag">{children}</span>
