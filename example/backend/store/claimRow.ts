import type { Claim } from "react-fullscript-connect/server";
import type { Row } from "./Database";

/** A row of the table `claims`. */
export function claimOf(row: Row): Claim {
  const { answer_status: status, answer_body: body } = row;
  return {
    id: String(row.id),
    holder: String(row.holder),
    boundTo: String(row.bound_to),
    leaseUntil: Number(row.lease_until),
    forgetAt: Number(row.forget_at),
    answer: status === null ? null : { status: Number(status), body: String(body) },
  };
}
