import { FullscriptError } from "./FullscriptError";

/** Whether the host does not know yet who is signed in. An empty string or another value that isn't an id counts as unknown. */
export function isUnknownSubject(subject: unknown): boolean {
  return subject !== undefined && (typeof subject !== "string" || subject === "");
}

/**
 * Whether another user has returned than the one who left. If only one side names a user, that is another user too. While the
 * host does not know its user (`null`), nobody can tell.
 */
export function isOtherSubject(left: string | undefined, returned: string | null | undefined): boolean {
  return returned !== null && left !== returned;
}

export function subjectMismatch(left: string | undefined, returned: string | null | undefined): FullscriptError {
  return new FullscriptError(
    "subject_mismatch",
    left === undefined || returned === undefined
      ? `The user left ${left === undefined ? "without" : "with"} a \`subject\` and returned ${left === undefined ? "with" : "without"} one.`
      : "Another user is signed in than the one who left for Fullscript.",
  );
}
