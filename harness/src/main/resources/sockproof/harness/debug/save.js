// Saving what was done as a scenario file.

import { byId, post, say, setText } from './dom.js';

/** Asks for the file's name. `keep` says whether what waits is kept back unless the user says otherwise. */
export function openSave(keep) {
  byId('save-keep').checked = keep;
  askAgain('');
  byId('save-dialog').showModal();
  byId('save-file').select();
}

/** Shows what was wrong; a file that exists may be replaced, but only when the user says so. */
function askAgain(error) {
  setText(byId('save-error'), error);
  byId('save-replace').checked = false;
  byId('save-replace-label').hidden = !error.endsWith('exists already.');
}

async function save() {
  const wish = {
    file: byId('save-file').value.trim(),
    keep: byId('save-keep').checked,
    replace: byId('save-replace').checked,
  };
  const answer = await post('save', wish, askAgain);
  if (answer) {
    byId('save-dialog').close();
    setText(byId('saved-line'), answer.line);
    byId('saved-dialog').showModal();
    say('saved');
  }
}

byId('save-form').addEventListener('submit', (event) => {
  event.preventDefault();
  save();
});
