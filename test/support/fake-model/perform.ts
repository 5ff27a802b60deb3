import type { ServerResponse } from 'node:http';
import type { Behaviour } from './behaviour.ts';
import type { Wire } from './wire.ts';

const PAGE = '<!doctype html><html><body><h1>Sign in to the network</h1></body></html>';
const LETTERS_A_PIECE = 7;

/** Does with one question what the script says. What has no end stays open until the client goes away. */
export function perform(behaviour: Behaviour, wire: Wire, response: ServerResponse, promptTokens: number): void {
  switch (behaviour.does) {
    case 'answer': {
      const { text, reason = 'stop', afterMs = 0 } = behaviour;
      setTimeout(() => {
        stream(text, wire, response);
        response.end(wire.end(reason, promptTokens, Math.ceil(text.length / 4)));
      }, afterMs);
      return;
    }
    case 'answer-whole':
      response.writeHead(200, { 'content-type': 'application/json' }).end(wire.whole(behaviour.text));
      return;
    case 'blanks':
      stream(behaviour.text, wire, response);
      repeat(response, wire.piece('\t'));
      return;
    case 'cut':
      stream(behaviour.text, wire, response);
      // The text has to be on its way before the connection breaks.
      setTimeout(() => response.socket?.destroy(), 20);
      return;
    case 'no-end':
      stream(behaviour.text, wire, response);
      response.end();
      return;
    case 'stall':
      stream(behaviour.text, wire, response);
      return;
    case 'silent':
      return;
    default:
      performFault(behaviour, wire, response);
  }
}

type Fault = Extract<Behaviour, { does: 'broken-line' | 'error-line' | 'huge' | 'page' | 'error' | 'redirect' }>;

function performFault(fault: Fault, wire: Wire, response: ServerResponse): void {
  switch (fault.does) {
    case 'broken-line':
      stream(fault.text, wire, response);
      response.end(wire.brokenLine);
      return;
    case 'error-line':
      stream(fault.text, wire, response);
      response.end(wire.errorLine(fault.message));
      return;
    case 'huge':
      stream('{"summary": "', wire, response);
      repeat(response, wire.piece('word '.repeat(10_000)));
      return;
    case 'page':
      response.writeHead(fault.status, { 'content-type': 'text/html; charset=utf-8' }).end(PAGE);
      return;
    case 'error':
      response.writeHead(fault.status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(wire.errorBody(fault.message)));
      return;
    case 'redirect':
      response.writeHead(307, { location: fault.to }).end();
  }
}

function stream(text: string, wire: Wire, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': wire.contentType });
  // Some answers are to break off: the connection, not a queue, must hold what was written.
  response.flushHeaders();
  for (let at = 0; at < text.length; at += LETTERS_A_PIECE) {
    response.write(wire.piece(text.slice(at, at + LETTERS_A_PIECE)));
  }
}

function repeat(response: ServerResponse, piece: string): void {
  const timer = setInterval(() => response.write(piece), 1);
  response.on('close', () => clearInterval(timer));
}
