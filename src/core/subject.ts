import { FullscriptError } from "./FullscriptError";

/** Whether the host does not know yet who is signed in. What is no name for anybody, such as an empty string, is no user either. */
export function isUnknownSubject(subject: unknown): boolean {
  return subject !== undefined && (typeof subject !== "string" || subject === "");
}

/** Whether someone else is signed in to the host than who left. Where either is not known, nobody can tell. */
export function isOtherSubject(left: string | undefined, returned: string | null | undefined): boolean {
  return left !== undefined && typeof returned === "string" && left !== returned;
}

export function subjectMismatch(): FullscriptError {
  return new FullscriptError(
    "subject_mismatch",
    "Another user of your app is signed in than the one who left for Fullscript. Start again as this one.",
  );
}
