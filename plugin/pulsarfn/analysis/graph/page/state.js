// What the page knows: the data, the neighbours of each node, and what is chosen and filtered.
const data = JSON.parse(document.getElementById('data').textContent);
const { nodes, edges, frames } = data;
const COMPONENTS = new Set(['function', 'source', 'sink']);
const SEVERITIES = ['error', 'warning', 'info'];
const byId = (id) => document.getElementById(id);
const state = { chosen: null, matches: null, listeners: [] };

const before = nodes.map(() => []);
const after = nodes.map(() => []);
edges.forEach(([start, end, kind], number) => {
  after[start].push({ node: end, kind, number });
  before[end].push({ node: start, kind, number });
});
nodes.forEach((node, number) => {
  const { config = '', place = '', findings = [] } = node;
  node.number = number;
  node.words = [node.kind, node.namespace, node.name, place, config, ...findings.flat()].join('\n').toLowerCase();
  node.worst = SEVERITIES.find((each) => findings.some(([severity]) => severity === each));
});

// An element with attributes and children; texts are only ever texts.
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  return filled(made, attributes, children);
}

function drawn(name, attributes = {}, ...children) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  return filled(made, attributes, children);
}

function filled(made, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function changed() {
  for (const listener of state.listeners) listener();
}

function choose(number) {
  state.chosen = number;
  changed();
}

// The nodes that the filters leave, and what is next to them; null where nothing is filtered.
function filter({ text, namespace, kind, found }) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length && !namespace && !kind && !found) {
    state.matches = null;
  } else {
    const matches = (node) => (!namespace || node.namespace === namespace) && (!kind || node.kind === kind)
      && (!found || node.worst) && words.every((word) => node.words.includes(word));
    state.matches = new Set(nodes.filter(matches).map((node) => node.number));
  }
  changed();
}

// A component with its topics and subscriptions, a topic with its writers and readers, as numbers of nodes and of edges.
function surroundings(number) {
  const near = { nodes: new Set([number]), edges: new Set() };
  for (const others of [before, after]) follow(others, number, near);
  return near;
}

function follow(others, number, near) {
  for (const each of others[number]) {
    near.edges.add(each.number);
    near.nodes.add(each.node);
    if (nodes[each.node].kind === 'subscription') follow(others, each.node, near);
  }
}
