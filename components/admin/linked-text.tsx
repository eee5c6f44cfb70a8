/** Plain text whose addresses can be clicked. Nothing in it is read as markup. */
export function LinkedText({ text }: { text: string }) {
  return (
    <p className="max-w-[68ch] whitespace-pre-wrap break-words">
      {text.split(/(https?:\/\/[^\s<>"]+)/g).map((piece, index) =>
        index % 2 === 1 ? (
          <a key={index} className="link" href={piece}>
            {piece}
          </a>
        ) : (
          piece
        ),
      )}
    </p>
  )
}
