import { tiers } from '@/lib/site/offer'

/** The three sizes side by side. */
export const TierColumns = () => (
  <div className="tiers">
    {tiers.map(({ name, who, facts }) => (
      <div key={name}>
        <h3>{name}</h3>
        <p>{who}</p>
        <ul>
          {facts.map((fact) => (
            <li key={fact}>{fact}</li>
          ))}
        </ul>
      </div>
    ))}
  </div>
)
