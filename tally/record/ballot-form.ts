/**
 * `form.json`: the ballot as a SurveyJS definition (checkbox with a maximum, matrix, radiogroup), so that any SurveyJS
 * renderer shows what the voter saw. It follows from rule pack, items and round, as the questions do; element names are
 * item numbers, values are mark names.
 */

import { markNames } from '../count/poll.ts';
import { canonicalJson, type Json } from '../encoding/canonical-json.ts';
import { MARK_NAMES } from '../report/listing.ts';
import { approvalsOf, type Sheet } from './questions.ts';

/** The canonical text of the form; its SHA-256 stands in `setup.json`. */
export function writeBallotForm(sheet: Sheet): string {
  return canonicalJson({
    locale: 'zh-cn',
    pages: [{ name: 'ballot', elements: elementsOf(sheet) }],
    title: { default: sheet.pack.titleEn, 'zh-cn': sheet.pack.titleZh },
  });
}

function elementsOf(sheet: Sheet): Json[] {
  const { pack, items } = sheet;
  const title = ({ no, titleZh, titleEn }: (typeof items)[number]) => ({
    default: `${no}. ${titleEn}`,
    'zh-cn': `${no}. ${titleZh}`,
  });
  if (pack.ballot.method === 'approve_up_to_n') {
    const choices = items.map((item) => ({ text: title(item), value: item.no }));
    return [{ choices, maxSelectedChoices: approvalsOf(sheet), name: 'approve', type: 'checkbox' }];
  }
  const marks = markNames(pack).map((mark) => ({
    text: { default: MARK_NAMES[mark].en, 'zh-cn': MARK_NAMES[mark].zh },
    value: mark,
  }));
  if (items.length === 1) {
    return items.map((item) => ({
      choices: marks,
      isRequired: true,
      name: `item-${item.no}`,
      title: title(item),
      type: 'radiogroup',
    }));
  }
  const rows = items.map((item) => ({ text: title(item), value: item.no }));
  return [{ columns: marks, isAllRowRequired: true, name: 'items', rows, type: 'matrix' }];
}
