/** What a shared link shows; drawn without a browser, so colours stand as they are in the light theme and every box is flex. */
export const SocialCard = ({ title, words }: { title: string; words: string }) => (
  <div style={{ width: '100%', height: '100%', display: 'flex', flexDirection: 'column', justifyContent: 'space-between', padding: '64px 72px 0', background: '#E2E5E3', color: '#14211F', fontFamily: 'Archivo' }}>
    <div style={{ display: 'flex', alignItems: 'center', fontSize: 34, fontWeight: 600 }}>
      <svg width="52" height="52" viewBox="0 0 26 26" style={{ marginRight: 18 }}>
        <path d="M1 6.5H9.5V13H17v6.5h8" fill="none" stroke="#0B5563" strokeWidth="4" />
        <path d="M1 24.4H25" stroke="#14211F" strokeWidth="2" />
      </svg>
      Millrace
    </div>
    <div style={{ display: 'flex', flexDirection: 'column' }}>
      <div style={{ display: 'flex', fontSize: title.length > 40 ? 58 : 76, lineHeight: 1.08, fontWeight: 600, letterSpacing: '-0.03em', maxWidth: 1020 }}>{title}</div>
      <div style={{ display: 'flex', marginTop: 26, fontSize: 29, lineHeight: 1.4, color: '#3F4C49', maxWidth: 980 }}>{words}</div>
    </div>
    <svg width="1056" height="84" viewBox="0 0 1056 84">
      <rect width="1056" height="84" fill="#D5DAD7" />
      <path d="M0 84V14H250V58H286V14H610V14H760V40H800V14H1056V84Z" fill="#B7C1BD" />
      <path d="M0 14H250V58H286V14H760V40H800V14H1056" fill="none" stroke="#7F8D89" strokeWidth="3" />
      <rect x="600" y="14" width="26" height="70" fill="#1E2B29" />
    </svg>
  </div>
)
