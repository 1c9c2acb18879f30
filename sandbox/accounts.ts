import { randomUUID } from "node:crypto";

/** A person at Fullscript. Every practitioner and every staff member connects an account of their own. */
export interface Account {
  id: string;
  type: "Practitioner" | "Staff";
  name: string;
  email: string;
}

/** Their ids are fixed so that a host's stored connections still mean the same person after a restart of the sandbox. */
export const DEMO_PRACTITIONER: Account = {
  id: "6b9f2f0e-3f1d-4c58-9a43-0d1c6a7be001",
  type: "Practitioner",
  name: "Dr. Maya Rivera",
  email: "maya.rivera@example.com",
};
export const DEMO_STAFF: Account = {
  id: "6b9f2f0e-3f1d-4c58-9a43-0d1c6a7be002",
  type: "Staff",
  name: "Sam Okafor",
  email: "sam.okafor@example.com",
};

export class Accounts {
  #byEmail = new Map<string, Account>();
  #sessions = new Map<string, Account>();
  #signUps = new Map<string, { name: string; email: string }>();

  constructor() {
    this.reset();
  }

  reset(): void {
    this.#byEmail = new Map([DEMO_PRACTITIONER, DEMO_STAFF].map((account) => [account.email, account]));
    this.#sessions.clear();
    this.#signUps.clear();
  }

  /** An e-mail seen for the first time becomes a practitioner: there is nobody to keep out of a local sandbox. */
  findOrCreate(email: string, name = nameFrom(email)): Account {
    const key = email.toLowerCase();
    const account = this.#byEmail.get(key) ?? { id: randomUUID(), type: "Practitioner", name, email };
    this.#byEmail.set(key, account);
    return account;
  }

  openSession(account: Account): string {
    return keep(this.#sessions, account);
  }

  findBySession(session: string | undefined): Account | undefined {
    return session === undefined ? undefined : this.#sessions.get(session);
  }

  closeSession(session: string | undefined): void {
    if (session !== undefined) this.#sessions.delete(session);
  }

  /** Gives the confirmation that stands in the link of the pretend e-mail. */
  startSignUp(signUp: { name: string; email: string }): string {
    return keep(this.#signUps, signUp);
  }

  findSignUp(confirmation: string | undefined): { name: string; email: string } | undefined {
    return confirmation === undefined ? undefined : this.#signUps.get(confirmation);
  }
}

function keep<Value>(map: Map<string, Value>, value: Value): string {
  const key = randomUUID();
  map.set(key, value);
  return key;
}

function nameFrom(email: string): string {
  return email.split("@")[0] ?? email;
}
