// The details of what is chosen: its place, what lint says of it, what it reads and writes, its config.
const WRITES = { data: 'Writes', logs: 'Logs to', 'dead letters': 'Dead letters to', match: 'Matches' };

function details() {
  const panel = byId('details');
  panel.replaceChildren(...(state.chosen === null ? overview() : about(nodes[state.chosen])));
  panel.scrollTop = 0;
}

function overview() {
  const said = data.others.length ? [element('h3', {}, 'Lint says of the stream'), ...data.others.map(finding)] : [];
  return [
    element('h2', {}, 'Details'),
    element('p', { class: 'soft' }, 'Choose a component or a topic in the list or in the picture.'),
    ...said,
  ];
}

function about(node) {
  const where = node.namespace ? ` in ${node.namespace}` : '';
  const detail = node.detail.startsWith(node.kind) ? node.detail : `${node.kind}, ${node.detail}`;
  const parts = [element('h2', {}, node.name), element('p', { class: 'soft' }, `${detail}${where}`)];
  if (node.place !== undefined) parts.push(element('p', { class: 'place' }, node.place));
  if (node.findings?.length) parts.push(element('h3', {}, 'Lint says'), ...node.findings.map(finding));
  parts.push(...neighbourhood(node));
  if (node.config !== undefined) {
    parts.push(element('h3', {}, 'Config'));
    parts.push(node.config === null ? element('p', { class: 'soft' }, 'A Secret holds it: it is not shown.')
      : element('pre', { tabindex: '0', 'aria-label': 'Config' }, node.config));
  }
  return parts;
}

function finding([severity, code, message, hint, place]) {
  const made = element('div', { class: `finding ${severity}` },
    element('strong', {}, `${severity} ${code}`), element('p', {}, message));
  if (hint) made.append(element('p', {}, `Hint: ${hint}`));
  made.append(element('p', { class: 'soft' }, place));
  return made;
}

function neighbourhood(node) {
  const sections = new Map();
  const add = (heading, number, more) => {
    if (!sections.has(heading)) sections.set(heading, []);
    sections.get(heading).push(entry(nodes[number], more));
  };
  for (const each of before[node.number]) {
    const other = nodes[each.node];
    if (other.kind !== 'subscription') {
      add(other.kind === 'topic' ? (node.kind === 'subscription' ? 'Of the topic' : 'Matched topics') : 'Written by', each.node, '');
    } else {
      for (const topic of before[each.node]) add('Reads', topic.node, `, ${other.detail} subscription ${other.name}`);
    }
  }
  for (const each of after[node.number]) {
    if (nodes[each.node].kind !== 'subscription') {
      add(node.kind === 'subscription' ? 'Read by' : WRITES[each.kind], each.node, '');
    } else {
      for (const reader of after[each.node]) add('Read by', reader.node, `, ${nodes[each.node].detail} subscription ${nodes[each.node].name}`);
    }
  }
  return [...sections].flatMap(([heading, entries]) => [element('h3', {}, heading), element('ul', {}, ...entries)]);
}
