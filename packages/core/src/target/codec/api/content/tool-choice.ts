import type { RequestTools } from '../../../../spec/content/chat-message.ts';

/** Which tools the model may or must call. */
export type ToolChoice =
  | { readonly kind: 'mode'; readonly mode: 'auto' | 'none' | 'required' }
  | { readonly kind: 'tool'; readonly name: string };

/** A choice of tools: any text that is no mode is the name of a tool. */
export function toolChoiceOf(choice: Exclude<RequestTools['choice'], undefined>): ToolChoice {
  if (typeof choice !== 'string') return { kind: 'tool', name: choice.name };
  if (choice === 'auto' || choice === 'none' || choice === 'required') {
    return { kind: 'mode', mode: choice };
  }
  return { kind: 'tool', name: choice };
}
