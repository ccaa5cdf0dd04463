/** A decimal number of any length with its thousands set apart: numbers of orders do not fit a double. */
export const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, ",");
