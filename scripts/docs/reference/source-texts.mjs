/** What stands for a part of a text that is known only at run time. */
const UNKNOWN = '…';

/** Every node below a node, itself included. */
export function nodesIn(node) {
  if (Array.isArray(node)) return node.flatMap(nodesIn);
  if (typeof node !== 'object' || node === null) return [];
  const below = Object.values(node).flatMap(nodesIn);
  return typeof node.type === 'string' ? [node, ...below] : below;
}

/** Every text that an expression can be, as far as its own file decides it. @returns nothing for other values */
export function textsOf(node, program, depth = 0) {
  if (node === undefined || node === null || depth > 8) return [];
  const read = (inner) => textsOf(inner, program, depth + 1);
  const readOr = (inner) => {
    const texts = read(inner);
    return texts.length === 0 ? [UNKNOWN] : texts;
  };
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'string' ? [node.value] : [];
    case 'TemplateLiteral':
      return node.quasis.reduce(
        (heads, quasi, index) =>
          joined(joined(heads, [quasi.value.cooked]), partAt(node.expressions[index], readOr)),
        [''],
      );
    case 'BinaryExpression':
      return node.operator === '+' ? joined(readOr(node.left), readOr(node.right)) : [];
    case 'ConditionalExpression':
      return [...read(node.consequent), ...read(node.alternate)];
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'ParenthesizedExpression':
      return read(node.expression);
    case 'ObjectExpression':
      return node.properties.flatMap((property) => read(property.value));
    case 'MemberExpression':
      return node.object.type === 'Identifier' ? read(node.object) : [];
    case 'Identifier':
      return declared(node.name, program).flatMap(read);
    case 'ArrayExpression':
      return node.elements.flatMap(read);
    case 'SpreadElement':
      return read(node.argument);
    case 'CallExpression':
      return called(node.callee, program, read);
    default:
      return [];
  }
}

function partAt(expression, readOr) {
  return expression === undefined ? [''] : readOr(expression);
}

function joined(heads, tails) {
  return heads.flatMap((head) => tails.map((tail) => head + tail));
}

/** What a name of the file is initialized with. */
function declared(name, program) {
  return nodesIn(program)
    .filter(({ type, id }) => type === 'VariableDeclarator' && id.name === name)
    .map(({ init }) => init);
}

/** Methods that keep the texts of what they are called on. */
const KEEPING = ['join', 'trimEnd'];

function called(callee, program, read) {
  if (callee.type === 'Identifier') return returned(callee.name, program, read);
  return KEEPING.includes(callee.property?.name) ? read(callee.object) : [];
}

/** What a function of the file returns; nothing is left out where it is not the only text. */
function returned(name, program, read) {
  const texts = nodesIn(program)
    .filter(({ type, id }) => type === 'FunctionDeclaration' && id?.name === name)
    .flatMap(({ body }) => nodesIn(body))
    .filter(({ type }) => type === 'ReturnStatement')
    .flatMap(({ argument }) => read(argument));
  return texts.length > 1 ? texts.filter((one) => one !== '') : texts;
}
