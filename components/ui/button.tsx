import Link from 'next/link'
import { useId, type ButtonHTMLAttributes, type ComponentProps, type ReactNode } from 'react'
import { clsx } from 'clsx'

type Look = {
  /** One primary per view. */
  look?: 'primary' | 'default' | 'text'
  size?: 'small' | 'default' | 'large'
  icon?: ReactNode
}

type ButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'disabled'> &
  Look & {
    busy?: boolean
    /** The word while busy; the button keeps the width of the wider word. */
    busyWord?: string
    /** A button is never dead without saying why; the reason is its description and its tooltip. */
    disabledReason?: string
  }

export function Button({ look = 'default', size = 'default', icon, busy = false, busyWord, disabledReason, className, children, ...rest }: ButtonProps) {
  const reasonId = useId()
  const off = disabledReason !== undefined || busy
  return (
    <>
      <button
        type="button"
        {...rest}
        {...(off && { 'aria-disabled': true, onClick: undefined, type: 'button' })}
        aria-busy={busy || undefined}
        aria-describedby={disabledReason ? reasonId : rest['aria-describedby']}
        title={disabledReason ?? rest.title}
        className={clsx('button', className)}
        data-look={look}
        data-size={size}
      >
        <span className="button-words">
          <span data-hidden={(busy && busyWord !== undefined) || undefined} aria-hidden={(busy && busyWord !== undefined) || undefined}>
            {icon}
            {children}
          </span>
          {busyWord && (
            <span data-hidden={!busy || undefined} aria-hidden={!busy || undefined}>
              {busyWord}
            </span>
          )}
        </span>
      </button>
      {disabledReason && (
        <span id={reasonId} className="sr-only">
          {disabledReason}
        </span>
      )}
    </>
  )
}

/** A link that looks like a button: it leads somewhere, it does nothing. */
export function LinkButton({ look = 'default', size = 'default', icon, className, children, ...rest }: ComponentProps<typeof Link> & Look) {
  return (
    <Link {...rest} className={clsx('button', className)} data-look={look} data-size={size}>
      {icon}
      {children}
    </Link>
  )
}
