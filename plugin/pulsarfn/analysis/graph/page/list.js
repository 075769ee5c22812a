// The list beside the picture: everything by namespace, as buttons; a group is filled when it opens.
const MOST = 500;
const groups = new Map();
for (const node of nodes) {
  if (node.kind === 'subscription') continue;
  const found = groups.get(node.namespace) ?? groups.set(node.namespace, []).get(node.namespace);
  found.push(node);
}

function counted(number, what) {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

function entry(node, more = '') {
  const badge = node.worst
    ? [element('span', { class: `badge ${node.worst}`, title: node.worst }, String(node.findings.length))] : [];
  const button = element('button', { type: 'button', class: 'entry', 'data-node': node.number },
    element('span', { class: `mark ${node.kind}`, 'aria-hidden': 'true' }),
    element('span', {}, node.name + more), ...badge);
  const found = badge.length ? `, ${counted(node.findings.length, 'finding')}` : '';
  button.setAttribute('aria-label', `${node.kind} ${node.name}${more}${found}`);
  if (node.number === state.chosen) button.setAttribute('aria-current', 'true');
  return element('li', {}, button);
}

function shownOf(members) {
  return state.matches === null ? members : members.filter((node) => state.matches.has(node.number));
}

function group(name, members, isOpen) {
  const shown = shownOf(members);
  const components = shown.filter((node) => COMPONENTS.has(node.kind)).length;
  const made = element('details', { 'data-group': name },
    element('summary', {}, `${name || 'without a namespace'} `, element('span', { class: 'soft' }, String(components))));
  const fill = () => {
    if (!made.open || made.querySelector('ul')) return;
    const sorted = [...shown].sort((a, b) => COMPONENTS.has(b.kind) - COMPONENTS.has(a.kind));
    const entries = sorted.slice(0, MOST).map((node) => entry(node));
    if (sorted.length > MOST) entries.push(element('li', { class: 'soft' }, `and ${sorted.length - MOST} more: search for them`));
    made.append(element('ul', {}, ...entries));
  };
  made.addEventListener('toggle', fill);
  made.open = isOpen;
  fill();
  return made;
}

let listed;
function list() {
  if (listed === state.matches) {
    markChosen();
    return;
  }
  listed = state.matches;
  const found = [...groups].filter(([, members]) => shownOf(members).length);
  const isOpen = found.length === 1 || shownOf(nodes).length <= 100;
  byId('list').replaceChildren(...found.map(([name, members]) => group(name, members, isOpen)));
  if (!found.length) byId('list').append(element('p', { class: 'soft' }, 'Nothing matches.'));
  const components = shownOf(nodes).filter((node) => COMPONENTS.has(node.kind)).length;
  byId('count').textContent = state.matches === null ? '' : `${counted(components, 'component')} found`;
}

function markChosen() {
  for (const each of document.querySelectorAll('.entry[aria-current]')) each.removeAttribute('aria-current');
  const chosen = byId('list').querySelector(`[data-node="${state.chosen}"]`);
  chosen?.setAttribute('aria-current', 'true');
  chosen?.scrollIntoView({ block: 'nearest' });
}
