/** The clinic's mark: a quill that is also a leaf. */
export function Brand() {
  return (
    <svg className="brand-mark" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="9" />
      <path d="M9 24c2-8.500 6.500-13.500 14-16-.5 6.500-3.500 12-10 13.200M13 17.500c2.500.3 4.500-.2 6.500-1.600" />
    </svg>
  );
}
