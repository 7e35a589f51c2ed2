/** A rule pack in plain words, a sentence a rule, with the worked example beside it. */
import { type ExampleBody, explainRules, type RulePack } from '#tally';
import { ruleText } from '../text/rules.ts';
import { useLanguage } from '../text/settings.ts';
import { choose, useText } from '../text/texts.ts';
import { WholeWords } from '../ui/whole-words.tsx';

export function RuleExplanation({ pack, body }: { readonly pack: RulePack; readonly body: ExampleBody }) {
  const t = useText(ruleText);
  const language = useLanguage();
  const { sentences, example } = explainRules(pack, body);
  return (
    <div className="columns">
      <dl className="rule-sentences">
        {sentences.map((sentence, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the sentences of a pack never change places
          <div key={at} className="rule-sentence">
            <dt>{t[`topic_${sentence.topic}`]}</dt>
            <dd>
              <WholeWords text={sentence[language]} />
            </dd>
          </div>
        ))}
      </dl>
      <aside className="rule-example" aria-label={t.example}>
        <h3>{t.example}</h3>
        <ol>
          {example.map((line) => (
            <li key={line.zh}>
              <WholeWords text={line[language]} />
            </li>
          ))}
        </ol>
        <p className="muted small">{t.exampleNote(choose(language, pack.titleZh, pack.titleEn))}</p>
      </aside>
    </div>
  );
}
