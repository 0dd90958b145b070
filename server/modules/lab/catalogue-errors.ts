import { DomainError } from '../../platform/errors.ts';

/** No campaign has this slug. */
export class UnknownCampaignError extends DomainError {
  readonly key = 'catalogue.unknownCampaign';
  readonly slug: string;

  constructor(slug: string) {
    super(`no campaign ${slug}`);
    this.slug = slug;
  }

  override get params(): { slug: string } {
    return { slug: this.slug };
  }
}

/** An archived campaign is kept as it was. */
export class ArchivedCampaignError extends DomainError {
  readonly key = 'catalogue.archived';
  readonly slug: string;

  constructor(slug: string) {
    super(`campaign ${slug} is archived`);
    this.slug = slug;
  }

  override get params(): { slug: string } {
    return { slug: this.slug };
  }
}
