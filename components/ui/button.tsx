import Link from 'next/link'
import { useId, type ButtonHTMLAttributes, type ComponentProps, type ReactNode } from 'react'
import { clsx } from 'clsx'

type Look = {
  /** One primary per view. */
  variant?: 'primary' | 'default' | 'text'
  size?: 'small' | 'default' | 'large'
  icon?: ReactNode
}

type ActionProps = ButtonHTMLAttributes<HTMLButtonElement> &
  Look & {
    href?: undefined
    busy?: boolean
    /** The word while busy; the button keeps the width of the wider word. */
    busyWord?: string
    /** Prefer this to `disabled`: a button is never dead without saying why; the reason is its description and its tooltip. */
    disabledReason?: string
  }

type LinkProps = ComponentProps<typeof Link> & Look

/** A link that looks like a button: it leads somewhere, it does nothing. */
function ButtonLink({ variant = 'default', size = 'default', icon, className, children, ...rest }: LinkProps) {
  return (
    <Link {...rest} className={clsx('button', className)} data-look={variant} data-size={size}>
      {icon}
      {children}
    </Link>
  )
}

function ActionButton({ variant = 'default', size = 'default', icon, busy = false, busyWord, disabledReason, className, children, href: _, ...rest }: ActionProps) {
  const reasonId = useId()
  const isOff = disabledReason !== undefined || busy
  const showsBusyWord = busy && busyWord !== undefined
  return (
    <>
      <button
        type="button"
        {...rest}
        {...(isOff && { 'aria-disabled': true, onClick: undefined, type: 'button' })}
        aria-busy={busy || undefined}
        aria-describedby={disabledReason ? reasonId : rest['aria-describedby']}
        title={disabledReason ?? rest.title}
        className={clsx('button', className)}
        data-look={variant}
        data-size={size}
      >
        <span className="button-words">
          <span data-hidden={showsBusyWord || undefined} aria-hidden={showsBusyWord || undefined}>
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

/** With `href` a link, else a button that does something. */
export function Button(props: ActionProps | LinkProps) {
  return props.href === undefined ? <ActionButton {...(props as ActionProps)} /> : <ButtonLink {...(props as LinkProps)} />
}
